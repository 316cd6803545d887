"""Serve a model file through llama.cpp on a free loopback port: `python -m tools.llama FILE`.

Prints the address once the model answers, and ends when standard input does, so with whoever started it.
"""

import sys

import xllamacpp

CONTEXT = 4096  # tokens of prompt and answer together


def serve(path: str) -> xllamacpp.Server:
    """Load a model and answer for it; one request at a time on one thread, so that equal requests get equal answers."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.use_jinja = True
    parameters.verbosity = 0
    return xllamacpp.Server(parameters)


if __name__ == "__main__":
    server = serve(sys.argv[1])
    print(server.listening_address, flush=True)  # noqa: T201 - the one line that the parent reads
    sys.stdin.read()
