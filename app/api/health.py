"""GET /health/live and /health/ready: for whoever starts and watches the process."""
