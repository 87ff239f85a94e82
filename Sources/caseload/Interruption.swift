import Dispatch
import Foundation

/// Ends the command on Ctrl-C, a closed terminal or a request to end, after taking drafts away.
final class Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private var sources: [any DispatchSourceSignal] = []

  /// Begins to watch; `tidy` runs on another thread and must only take files away.
  init(tidy: @escaping () -> Void) {
    let tidy = Tidy(work: tidy)
    let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
    for number in Self.signals {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        tidy.work()
        printError("\ninterrupted; nothing was written")
        // The usual exit code of a command that a signal ended.
        _exit(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Stops watching.
  func end() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }

  // SAFETY: called once, right before the process ends, and only removes files.
  private struct Tidy: @unchecked Sendable { let work: () -> Void }
}
