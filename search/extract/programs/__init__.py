"""Programs of the system that read what this project does not: which there are, which are here, and running one."""
