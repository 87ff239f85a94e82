import Foundation

/// Runs the built command and keeps what it printed.
struct Command {
  var code: Int32
  var output: String
  var errors: String

  /// The folder with Package.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program lies beside the test bundle.
  static let program: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0])
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("caseload")
      if FileManager.default.isExecutableFile(atPath: candidate.path),
        !FileManager.default.fileExists(atPath: candidate.path + "/Package.swift")
      {
        return candidate
      }
    }
    return root.appendingPathComponent(".build/debug/caseload")
  }()

  /// Runs `caseload` in a folder; output goes through files, so that no pipe fills up.
  static func run(_ arguments: String..., in folder: URL = root) throws -> Command {
    try run(arguments, in: folder)
  }

  static func run(
    _ arguments: [String], in folder: URL = root, input: String? = nil
  ) throws -> Command {
    let scratch = try Scratch()
    let out = scratch.url.appendingPathComponent("out")
    let err = scratch.url.appendingPathComponent("err")
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    if let input {
      let file = try scratch.file("in", input)
      process.standardInput = FileHandle(forReadingAtPath: file)
    }
    try process.run()
    process.waitUntilExit()
    return Command(
      code: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: err, encoding: .utf8))
  }
}

/// A folder that goes away with the test.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "caseload-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // Nothing to tell anyone when a temporary folder is already gone.
    do { try FileManager.default.removeItem(at: url) } catch {}
  }

  /// Writes a file and gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Every file below, by relative path, with its bytes.
  func contents(of folder: String) throws -> [String: Data] {
    let base = url.appendingPathComponent(folder)
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: base.path) {
      let file = base.appendingPathComponent(path)
      if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        found[path] = try Data(contentsOf: file)
      }
    }
    return found
  }
}
