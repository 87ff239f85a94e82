import Foundation

/// Shows on a terminal which stage is running; writes nothing elsewhere.
struct Progress: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// Shows a stage and how far the run is, 0...1.
  func show(_ stage: String, _ share: Double) {
    guard isTerminal else { return }
    let width = 24
    let filled = Int((max(0, min(1, share)) * Double(width)).rounded())
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    FileHandle.standardError.write(Data("\r\u{1B}[2K[\(bar)] \(stage)".utf8))
  }

  /// Takes the bar away.
  func clear() {
    guard isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8))
  }
}
