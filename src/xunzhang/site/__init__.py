"""The wiring: settings, addresses, the server's entry and the set-up command. Nothing imports it."""
