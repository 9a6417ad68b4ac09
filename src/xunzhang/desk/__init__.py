"""Pages which put several rooms on one sheet: the workbench and the project page."""
