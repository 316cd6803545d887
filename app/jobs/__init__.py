"""Work that is taken on now and answered for later: idempotency keys, deferred rewrites, batches."""
