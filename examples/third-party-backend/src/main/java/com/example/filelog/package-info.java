/**
 * A backend of one file: every list of commits is appended to it, and an index in memory says where each record is.
 * Start at {@link com.example.filelog.FileLogProvider}; {@link com.example.filelog.LogFile} draws the bytes.
 */
package com.example.filelog;
