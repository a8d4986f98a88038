"""低保、建档立卡、困难认定、结对帮扶和三结合: what other departments decided and gave, family by family."""
