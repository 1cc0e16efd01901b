"""What makes and measures the project, and is no part of the program: indexer and webapp never import it."""
