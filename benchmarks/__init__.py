"""How fast: seconds a plan by stage, the whole beside word segmentation, the flow beside plain calls, growth."""
