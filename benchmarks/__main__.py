"""Run every measurement."""

from benchmarks import engine, growth, history, http, ledger, model, peers, verification, writers

if __name__ == "__main__":
    engine.main()
    growth.main()
    peers.main()
    verification.main()
    http.main()
    model.main()
    ledger.main()
    writers.main()
    history.main()
