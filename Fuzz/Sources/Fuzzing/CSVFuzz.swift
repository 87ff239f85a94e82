import ClaimsStore
import Quantities

/// Random bytes as a file of claims; the first byte chooses the options.
enum CSVFuzz: FuzzTarget {
  static let file = ScratchFile("claims.csv")
  static let rejects = ScratchFile("rejects.csv")

  private static let columns = """
    "ts": {"from": "ts"}, "member_id": {"from": "member_id"}, "ndc": {"from": "ndc"}
    """
  static let maps: [ColumnMap?] =
    [
      nil,
      #"{"delimiter": "|", "columns": {\#(columns)}}"#,
      #"{"timeZone": "America/Chicago", "columns": {\#(columns)}}"#,
      #"{"columns": {"ts": {"from": "ts", "format": "dd-MMM-yyyy"}, "member_id": {"from": "member_id", "type": "text"}}}"#,
      #"{"columns": {"ts": {"from": "ts", "format": "yyyyMMdd"}, "member_id": {"from": "member_id", "type": "bigint"}, "plan_paid": {"from": "plan_paid", "unit": "dollars"}, "channel": {"value": "retail"}}}"#,
      #"{"delimiter": "\t", "columns": {"ts": {"from": "ts"}, "member_id": {"from": "member_id"}, "days_supply": {"from": "days_supply", "type": "bigint"}, "quantity": {"from": "quantity", "unit": "units"}}}"#,
    ].map { text in
      guard let text else { return nil }
      do {
        return try ColumnMap(parsing: text, file: "map.json")
      } catch {
        fatalError("\(error)")
      }
    }

  static func test(_ input: [UInt8]) {
    guard let choice = input.first else { return }
    CSVFuzz.file.write(Array(input.dropFirst()))
    let options = ClaimsImport.Options(
      map: CSVFuzz.maps[Int(choice & 7) % CSVFuzz.maps.count],
      onError: choice & 8 == 0 ? .stop : .reject(path: CSVFuzz.rejects.path),
      key: choice & 16 == 0 ? nil : MemberKey(bytes: Array(0..<16)), threads: 1)
    do {
      let result = try ClaimsImport.csv(CSVFuzz.file.path, options: options)
      guard result.table.rowCount + result.rejected == result.records else {
        fatalError("\(result.table.rowCount) + \(result.rejected) != \(result.records)")
      }
      _ = try result.table.summary(zone: .utc)
      _ = try ClaimEpisodes(result.table, zone: .utc).runOuts(where: .all)
    } catch is ClaimsFileError {
    } catch is ClaimsStoreError {
    } catch {
      fatalError("\(error)")
    }
  }

  static func seeds() -> [[UInt8]] {
    let text = Array(sampleClaims.utf8)
    let bars = text.map { $0 == 0x2C ? UInt8(0x7C) : $0 }
    let tabs = text.map { $0 == 0x2C ? UInt8(0x09) : $0 }
    let days = Array("ts,member_id\n01-FEB-2026,a\n29-FEB-2024,b\n".utf8)
    let plain = Array("ts,member_id,plan_paid\n20260201,9000000000000000000,-12.345\n".utf8)
    return [
      [0] + text, [8] + text, [16] + text, [1] + bars, [2] + text, [5] + tabs, [3] + days,
      [4] + plain, [24] + Array("\u{FEFF}ts;member_id;x\r\n2026-01-01;1;\"a\"\"\r\n\"\r\n".utf8),
    ]
  }
}
