"""How far coders agree: overlaps in integers, coefficients with honest intervals, and the episodes behind them."""
