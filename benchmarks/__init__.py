"""How fast: seconds a plan by stage, growth, the flow beside plain calls, the readers beside what they stand on."""
