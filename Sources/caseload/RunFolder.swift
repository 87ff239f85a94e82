import Foundation
import Planning

/// Writes a run's files beside the target and renames the whole folder into place.
struct RunFolder {
  /// The folder as it will be named.
  let path: String

  /// The file by which a run folder is known.
  static let marker = "result.json"

  /// Refuses a target that is neither absent, nor empty, nor an earlier run folder.
  func checkTarget() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard type == .typeDirectory else {
      throw Outcome.wrongInput("--out \(path): a file is there. Name a folder.")
    }
    let entries = try FileManager.default.contentsOfDirectory(atPath: path)
    guard entries.isEmpty || entries.contains(RunFolder.marker) else {
      throw Outcome.wrongInput(
        "--out \(path): the folder holds other files (\(entries.sorted()[0])). "
          + "Name a new folder or an earlier run's.")
    }
  }

  /// Writes the files; nothing is left behind when a write fails.
  func write(_ files: [(path: String, bytes: Data)], threads: Int) throws {
    try checkTarget()
    let manager = FileManager.default
    let target = URL(fileURLWithPath: path)
    let parent = target.deletingLastPathComponent()
    let draft = parent.appendingPathComponent(
      ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
    do {
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      try removeDrafts(in: parent, of: target.lastPathComponent)
      try manager.createDirectory(
        at: draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      for folder in Set(
        files.map { draft.appendingPathComponent($0.path).deletingLastPathComponent() })
      {
        try manager.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      _ = try inParallel(count: files.count, threads: threads) { index in
        let file = draft.appendingPathComponent(files[index].path)
        try files[index].bytes.write(to: file)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o600], ofItemAtPath: file.path)
      }
      try replace(target, with: draft)
    } catch {
      if manager.fileExists(atPath: draft.path) { try manager.removeItem(at: draft) }
      throw Outcome.wrongInput(
        "cannot write \(path): \(error.localizedDescription) Check the folder's permissions and "
          + "free space; nothing was left behind.")
    }
  }

  /// Takes away what killed runs of the same folder left behind; a run that still lives is not touched.
  private func removeDrafts(in parent: URL, of name: String) throws {
    for entry in try FileManager.default.contentsOfDirectory(atPath: parent.path) {
      guard entry.hasPrefix(".\(name)."), entry.hasSuffix(".part"),
        let process = Int32(entry.dropFirst(name.count + 2).dropLast(5)),
        kill(process, 0) != 0
      else { continue }
      try FileManager.default.removeItem(at: parent.appendingPathComponent(entry))
    }
  }

  /// Moves the draft into place; an earlier run steps aside first and goes only afterwards.
  private func replace(_ target: URL, with draft: URL) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: target.path) else {
      try manager.moveItem(at: draft, to: target)
      return
    }
    let old = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).old")
    try manager.moveItem(at: target, to: old)
    do {
      try manager.moveItem(at: draft, to: target)
    } catch {
      try manager.moveItem(at: old, to: target)
      throw error
    }
    try manager.removeItem(at: old)
  }
}
