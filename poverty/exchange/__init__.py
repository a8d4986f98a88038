"""与扶贫系统、民政的数据交换: files that come and go, what they are matched with, who decided what is doubtful, and the log of every file."""
