import ArgumentParser
import Scenarios

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of specs, for editors and for other validators.",
    discussion: """
      Example:
        caseload schema > scenarios/scenario.schema.json

      The schema (draft 2020-12) is made from the definitions by which specs are read. What refers to another
      part, what contradicts itself and ranges of lengths of time are found by caseload check.
      """)
  @Flag(help: "Print one JSON document; the schema always is one.")
  var json = false

  func run() throws { try printAnswer(SpecSchema.text()) }
}
