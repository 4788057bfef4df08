/** A backend that keeps everything in one file. */
module com.example.filelog {
  requires dev.cairn.spi;

  provides dev.cairn.spi.BackendProvider with com.example.filelog.FileLogProvider;
}
