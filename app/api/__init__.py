"""HTTP: requests in, the contract's JSON out, a problem for every error."""
