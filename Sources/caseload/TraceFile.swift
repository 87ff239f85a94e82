import Foundation

/// A trace written beside its target and renamed into place when it is whole.
final class TraceFile {
  private let path: String
  private let draft: String
  private let handle: FileHandle
  private var pending: [UInt8] = []

  /// Opens the draft; refuses a target that cannot be written.
  init(path: String) throws {
    self.path = path
    let manager = FileManager.default
    // A link or a device would be replaced by the rename.
    let type: FileAttributeType?
    do {
      type = try manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    } catch {
      // Nothing is there yet.
      type = nil
    }
    if let type, type != .typeRegular {
      let what = type == .typeDirectory ? "a folder is there" : "this is no plain file"
      throw Outcome.wrongInput("--trace \(path): \(what). Name a file.")
    }
    if type != nil, !TraceFile.isTrace(path) {
      throw Outcome.wrongInput(
        "--trace \(path): a file that is no trace is there and would be lost. Name a new file.")
    }
    let target = URL(fileURLWithPath: path)
    draft =
      target.deletingLastPathComponent().appendingPathComponent(
        ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part"
      ).path
    guard
      manager.createFile(
        atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: draft)
    else {
      throw Outcome.wrongInput(
        "--trace \(path): cannot be written. Check that the folder is there and its permissions.")
    }
    self.handle = handle
  }

  /// Whether a file is empty or begins like a trace.
  private static func isTrace(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path) else { return false }
    defer { handle.closeFile() }
    let start = handle.readData(ofLength: 14)
    return start.isEmpty || start == Data("seconds\tevent\t".utf8)
  }

  /// Adds a line.
  func write(_ line: String) throws {
    pending += line.utf8
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= 1 << 20 { try flush() }
  }

  /// Puts the whole file into place.
  func finish() throws {
    try flush()
    do {
      try handle.close()
    } catch { throw full(error) }
    guard unsafe rename(draft, path) == 0 else {
      throw Outcome.wrongInput(
        "--trace \(path): cannot be put into place. Check the folder's permissions.")
    }
  }

  /// Takes the draft away.
  func discard() { unsafe unlink(draft) }

  private func flush() throws {
    do {
      try handle.write(contentsOf: pending)
    } catch { throw full(error) }
    pending.removeAll(keepingCapacity: true)
  }

  private func full(_ error: any Error) -> Outcome {
    Outcome.wrongInput(
      "--trace \(path): cannot be written (\(error.localizedDescription)). Check the free space, or "
        + "write fewer --customers.")
  }
}
