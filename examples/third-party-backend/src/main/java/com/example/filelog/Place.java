package com.example.filelog;

/** The place of a record in the file. */
record Place(long offset, int length) {}
