"""What may be logged of an error."""

import traceback


def trace(error: BaseException) -> str:
    """Format the frames and types of an error and of its causes: its words may quote a message."""
    cause = error.__cause__ or error.__context__
    frames = "".join(traceback.format_tb(error.__traceback__))
    own = f"{frames}{type(error).__module__}.{type(error).__qualname__}"
    return f"{trace(cause)}\n\n{own}" if cause else own
