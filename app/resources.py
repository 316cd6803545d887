"""Where the files that aren't code are: migrations and prompts."""

from pathlib import Path


def folder(name: str) -> Path:
    """Return the folder `name`: inside the package in a wheel, beside it in a checkout.

    Raises:
        FileNotFoundError: the installation lacks it.

    """
    package = Path(__file__).parent
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"This installation lacks its folder {name!r}.")
