"""What a running Milepost is put together from: settings by environment, addresses, the two databases, what it refuses to start with."""
