"""Run every measurement."""

from benchmarks import engine, http

if __name__ == "__main__":
    engine.main()
    http.main()
