"""People, organisations, areas and who exercises which role: the pages of the system administrator."""
