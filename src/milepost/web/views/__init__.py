"""One module for each subject. A view reads who, what and when; calls one read or one write; shows what it got."""
