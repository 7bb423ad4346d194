"""What a shop is: goods, prices, orders. Standard library only, so that it can go anywhere."""
