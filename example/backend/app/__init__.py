"""A small shop: items, prices and orders, over SQL, Redis and HTTP."""
