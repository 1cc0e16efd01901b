"""Benchmarks: what the promises about speed and memory are held to. No part of the program; nothing imports from here."""
