"""What an analyst should look at: within one plan, between levels, against the law and the form of its day."""
