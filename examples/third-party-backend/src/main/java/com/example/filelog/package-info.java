/**
 * A backend of one file: it appends every batch of commits, and an index in memory has the place of each record. Start
 * at {@link com.example.filelog.FileLogProvider}; {@link com.example.filelog.LogFile} draws the bytes.
 */
package com.example.filelog;
