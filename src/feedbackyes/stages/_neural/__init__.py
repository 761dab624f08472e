"""What the neural ears and voices share: model folders are read and checked here before the library sees them, because
the library ends the process over what it does not like (`docs/models.md`)."""
