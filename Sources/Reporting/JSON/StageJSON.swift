import Foundation
import Results

/// Encodes a stage's value as the run folder holds it: sorted keys, no escaped slashes, one line.
///
/// Numbers that are not finite become the strings `"Infinity"`, `"-Infinity"` and `"NaN"`.
///
/// - Parameters:
///   - value: A value of `Results`.
///   - pretty: Whether to indent for people.
/// - Returns: UTF-8 text that ends in a line break.
/// - Throws: ``ReportError/notEncodable(_:)``.
/// - Complexity: O(size of the value).
public func stageJSON(_ value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  do {
    return Array(try encoder.encode(value)) + [0x0A]
  } catch {
    throw ReportError.notEncodable("\(error)")
  }
}

/// Encodes what `caseload run --json` prints: the answer without the series by interval.
///
/// - Returns: UTF-8 text of one line that ends in a line break; its shape is ``PlanSummary``.
/// - Throws: ``ReportError/notEncodable(_:)``.
public func summaryJSON(_ result: PlanResult) throws -> [UInt8] {
  try stageJSON(PlanSummary(result))
}
