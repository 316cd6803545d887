"""Run every measurement."""

from benchmarks import engine, growth, http, model, peers, verification

if __name__ == "__main__":
    engine.main()
    growth.main()
    peers.main()
    verification.main()
    http.main()
    model.main()
