"""Run every measurement."""

from benchmarks import engine, http, model, verification

if __name__ == "__main__":
    engine.main()
    verification.main()
    http.main()
    model.main()
