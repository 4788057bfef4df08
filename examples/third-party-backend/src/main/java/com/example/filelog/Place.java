package com.example.filelog;

/** Where a record is in the file. */
record Place(long offset, int length) {}
