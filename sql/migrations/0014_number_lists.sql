-- A list of numbers as one bound value: what a filter found, whose texts the program compares itself.
@number_lists;
