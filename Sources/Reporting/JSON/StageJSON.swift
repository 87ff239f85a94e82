import Results

/// Encodes a stage's value as the run folder holds it: sorted keys, no escaped slashes, one line.
///
/// Numbers that are not finite become the strings `"Infinity"`, `"-Infinity"` and `"NaN"`.
///
/// - Parameter value: A value of `Results`.
/// - Returns: UTF-8 text that ends in a line break.
/// - Throws: ``ReportError/notEncodable(_:)``.
/// - Complexity: O(size of the value).
public func stageJSON(_ value: some Encodable) throws -> [UInt8] {
  do {
    return try StageEncoder.bytes(of: value) + [0x0A]
  } catch {
    throw ReportError.notEncodable("\(error)")
  }
}

/// Encodes what `caseload run --json` prints: the answer without the series by interval.
///
/// - Parameter result: The answer.
/// - Returns: UTF-8 text of one line that ends in a line break; its shape is ``PlanSummary``.
/// - Throws: ``ReportError/notEncodable(_:)``.
public func summaryJSON(_ result: PlanResult) throws -> [UInt8] {
  try stageJSON(PlanSummary(result))
}
