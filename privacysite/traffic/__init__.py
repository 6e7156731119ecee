"""What visitors, robots and monitors ask of an installation, replayed and measured."""
