"""What proves whose account it is: pure readers of addresses and documents. They fetch nothing."""
