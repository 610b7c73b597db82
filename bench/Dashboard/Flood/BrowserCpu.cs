using Microsoft.Playwright;

namespace Trawl.Dashboard.Flood;

/// <summary>CPU seconds of Chromium's processes so far, by what they are.</summary>
internal static class BrowserCpu
{
    public static async Task<Dictionary<string, double>> ReadAsync(ICDPSession session)
    {
        var answer = (await session.SendAsync("SystemInfo.getProcessInfo"))!.Value;
        return answer.GetProperty("processInfo").EnumerateArray()
            .GroupBy(process => process.GetProperty("type").GetString()!, process => process.GetProperty("cpuTime").GetDouble())
            .ToDictionary(kind => kind.Key, kind => kind.Sum());
    }
}
