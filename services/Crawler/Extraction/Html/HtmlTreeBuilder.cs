using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace Trawl.Crawler.Extraction.Html;

/// <summary>
/// Builds the tree of a page from AngleSharp's tokens, in time linear in the page's length. It follows the rules of HTML that
/// decide where text and links end up (implied ends, scopes, tables, what is put before a table, head and body), and leaves
/// out those that move elements that are there already, which cost a parser minutes on tags that are never closed: a formatting
/// element that is not closed where it should be ends with the block around it.
/// </summary>
internal sealed partial class HtmlTreeBuilder(HtmlTree tree) : IDisposable
{
    // Deep enough for any page; the walk over the tree is recursive, and a page must not be able to end the process.
    private const int MaxDepth = 400;

    private readonly HtmlNode[] open = new HtmlNode[MaxDepth];
    private readonly int[] openByTag = new int[(int)HtmlTag.Xmp + 1];
    private int depth;
    private int tooDeep;
    private bool inHead;
    private bool headClosed;
    private HtmlTokenizer? source;

    private bool InForeign => openByTag[(int)HtmlTag.Svg] + openByTag[(int)HtmlTag.Math] > 0;

    private HtmlTokenizer Tokenizer => source!;

    private HtmlNode Current => open[depth - 1];

    /// <summary>Reads a page. Its tree is good until the next is read, or this is disposed of.</summary>
    /// <exception cref="TangledPageException">It took longer than it may.</exception>
    public void Parse(ReadOnlyMemory<char> html, ParseBudget budget)
    {
        Dispose();
        source = new HtmlTokenizer(new TextSource(new ReadOnlyMemoryTextSource(html)), HtmlEntityProvider.ResolverExtended)
        {
            DisableElementPositionTracking = true,
            SkipComments = true,
            SkipScriptText = true,
            SkipProcessingInstructions = true,
        };
        Reset();
        while (true)
        {
            ref var token = ref source.GetStructToken();
            if (token.Type == HtmlTokenType.EndOfFile)
                break;
            budget.Check();
            Take(ref token);
        }

        tree.Measure();
    }

    /// <summary>Gives the parser's buffers back. It can be used again.</summary>
    public void Dispose()
    {
        source?.Dispose();
        source = null;
    }

    private void Reset()
    {
        tree.Clear();
        Array.Clear(openByTag);
        (depth, tooDeep, inHead, headClosed) = (0, 0, true, false);
        Push(tree.Html);
        Push(tree.Body);
    }

    private void Take(ref StructHtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character:
                Text(token.Data.Memory);
                break;
            case HtmlTokenType.StartTag:
                Start(ref token, HtmlTags.Of(token.Name.Memory.Span));
                break;
            case HtmlTokenType.EndTag:
                End(HtmlTags.Of(token.Name.Memory.Span), token.Name.Memory.Span);
                break;
        }
    }

    private void Text(ReadOnlyMemory<char> text)
    {
        if (text.IsEmpty)
            return;
        if (inHead && depth == 2)
        {
            if (text.Span.IsWhiteSpace())
                return;
            inHead = false;
        }

        var node = tree.Create(HtmlTag.Text, text);
        if (Current.Is(TagTraits.TablePart) && !text.Span.IsWhiteSpace())
            Foster(node);
        else
            Current.Append(node);
    }

    private void Start(ref StructHtmlToken token, HtmlTag tag)
    {
        if (tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Head)
        {
            StartRoot(ref token, tag);
            return;
        }

        if (InForeign && StartForeign(ref token, tag))
            return;
        if (inHead && depth == 2)
        {
            if (StartInHead(ref token, tag))
                return;
            inHead = false;
        }

        switch (tag)
        {
            case HtmlTag.Tr or HtmlTag.Td or HtmlTag.Th or HtmlTag.TBody or HtmlTag.THead or HtmlTag.TFoot or HtmlTag.Caption or HtmlTag.Col or HtmlTag.ColGroup:
                StartTablePart(ref token, tag);
                return;
            case HtmlTag.Form when openByTag[(int)HtmlTag.Form] > 0:
                return;
            default:
                EndWhatCannotHold(tag);
                break;
        }

        Add(ref token, tag, Current);
    }

    // The start of one element is the end of another.
    private void EndWhatCannotHold(HtmlTag tag)
    {
        if (HtmlTags.Has(tag, TagTraits.EndsParagraph))
        {
            EndItem(tag);
            EndParagraph();
        }

        switch (tag)
        {
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6:
                if (Current.Tag is >= HtmlTag.H1 and <= HtmlTag.H6)
                    Pop();
                break;
            case HtmlTag.A:
                EndInline(HtmlTag.A);
                break;
            case HtmlTag.NoBr or HtmlTag.Button:
                EndInline(tag);
                break;
            case HtmlTag.Option or HtmlTag.OptGroup:
                if (Current.Tag == HtmlTag.Option)
                    Pop();
                break;
            case HtmlTag.Rb or HtmlTag.Rt or HtmlTag.Rp or HtmlTag.Rtc:
                if (Current.Tag is HtmlTag.Rb or HtmlTag.Rt or HtmlTag.Rp)
                    Pop();
                break;
            case HtmlTag.Table:
                // A table between the rows of another ends that one.
                if (Current.Is(TagTraits.TablePart))
                    PopTo(IndexInTable(HtmlTag.Table));
                break;
        }
    }

    private void EndItem(HtmlTag tag)
    {
        if (tag == HtmlTag.Li)
        {
            EndItem(HtmlTag.Li, HtmlTag.Li);
        }
        else if (tag is HtmlTag.Dd or HtmlTag.Dt)
        {
            EndItem(HtmlTag.Dd, HtmlTag.Dt);
        }
    }

    private void EndItem(HtmlTag one, HtmlTag other)
    {
        if (openByTag[(int)one] + openByTag[(int)other] == 0)
            return;
        for (var i = depth - 1; i > 1; i--)
        {
            var tag = open[i].Tag;
            if (tag == one || tag == other)
            {
                PopTo(i);
                return;
            }

            if (open[i].Is(TagTraits.Special) && tag is not (HtmlTag.Address or HtmlTag.Div or HtmlTag.P))
                return;
        }
    }

    private void EndParagraph() => EndNearest(HtmlTag.P, TagTraits.Scope, HtmlTag.Button);
}
