import ArgumentParser
import Foundation
import LocatedJSON
import Scenarios
import Templates

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a starter spec.",
    discussion: """
      Example:
        caseload new pbm-prior-auth-appeals my.json

      Templates, the smallest first:
      \(SpecTemplate.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))

      The schema is written beside the spec, as scenario.schema.json, unless the folder has one.
      """)

  @Argument(help: "The template.")
  var template: String
  @Argument(help: "The spec to write; a file that is there is never replaced.")
  var file: String

  func run() throws {
    guard let found = SpecTemplate.all.first(where: { $0.name == template }) else {
      throw Outcome.wrongInput(
        "\"\(template)\" is no template. Write one of these, nearest first: "
          + SpecTemplate.nearest(to: template).joined(separator: ", ") + ".")
    }
    let target = URL(fileURLWithPath: file)
    guard file.hasSuffix(".json") else {
      throw Outcome.wrongInput("\(file): a spec's name ends in .json. Write \(file).json.")
    }
    do {
      try Data(found.bytes).write(to: target, options: .withoutOverwriting)
      let schema = target.deletingLastPathComponent().appendingPathComponent("scenario.schema.json")
      if !FileManager.default.fileExists(atPath: schema.path) {
        try Data((SpecSchema.text() + "\n").utf8).write(to: schema, options: .withoutOverwriting)
      }
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      throw Outcome.wrongInput("\(file): a file is there. Write another name, or take it away.")
    } catch {
      throw Outcome.wrongInput(
        "\(file): cannot be written (\(error.localizedDescription)). Check the folder's permissions."
      )
    }
    let next = SpecTemplate.isForSimulate(found) ? "simulate" : "run"
    try printAnswer("\(file): \(found.summary).\nNext: caseload \(next) \(shellQuoted(file))")
  }
}

extension SpecTemplate {
  /// The names of all templates, nearest first.
  fileprivate static func nearest(to name: String) -> [String] {
    LocatedJSON.nearest(to: name, among: all.map(\.name))
  }

  /// Whether the spec has fixed people and no horizon.
  fileprivate static func isForSimulate(_ template: SpecTemplate) -> Bool {
    !String(decoding: template.bytes, as: UTF8.self).contains("\"calendar\"")
  }
}
