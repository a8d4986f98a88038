"""成效: income before and after, poverty status through time; place by place, with the families behind every figure."""
