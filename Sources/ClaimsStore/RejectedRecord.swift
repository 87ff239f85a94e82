import Foundation

/// A record that was left out, and why.
struct RejectedRecord: Sendable {
  var file: String
  var reasons: [ClaimsFileError.Problem]
  /// The record as it stands in the file; `nil` when it may hold an identifier that must not be kept.
  var record: String?

  /// Writes rejected records as CSV; the file column is there when several files were read.
  static func write(
    _ records: [RejectedRecord], to path: String, namesFile: Bool, keepsRecords: Bool
  ) throws {
    var file = try ReplacingFile(path: path)
    try file.write(
      Array("\(namesFile ? "file," : "")line,column,reason\(keepsRecords ? ",record" : "")\n".utf8))
    for rejected in records {
      let reason = rejected.reasons.map { "\($0.problem). \($0.remedy)." }.joined(separator: " ")
      let (line, column) = (rejected.reasons.first?.line ?? 0, rejected.reasons.first?.column ?? 0)
      var text = namesFile ? csvQuoted(rejected.file) + "," : ""
      text += "\(line),\(column),\(csvQuoted(reason))"
      if keepsRecords { text += "," + csvQuoted(rejected.record ?? "") }
      try file.write(Array((text + "\n").utf8))
    }
    try file.commit()
  }
}
