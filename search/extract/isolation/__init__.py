"""Reading files of strangers: in limited processes that can at worst lose the file they are at."""
