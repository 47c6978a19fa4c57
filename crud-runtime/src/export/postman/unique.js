const below = (limit) => Math.floor(Math.random() * limit);
const word = (language) => {
    if (typeof language === 'string') return language;
    if (language.all) return language.all.map(word).join('');
    if (language.any) return word(language.any[below(language.any.length)]);
    if (language.class) {
        let at = below(language.class.reduce((sum, [from, to]) => sum + to - from + 1, 0));
        for (const [from, to] of language.class) {
            if (at <= to - from) return String.fromCodePoint(from + at);
            at -= to - from + 1;
        }
    }
    const count = language.least + below(language.most - language.least + 1);
    return Array.from({ length: count }, () => word(language.repeat)).join('');
};
const unique = ({ language, integer, pattern, least = 0, most = Infinity }) => {
    if (integer) return integer[0] + below(integer[1] - integer[0] + 1);
    for (let attempt = 0; attempt < 10000; attempt++) {
        const text = word(language);
        const length = Array.from(text).length;
        const fits = length >= least && length <= most;
        if (fits && (!pattern || new RegExp(pattern, 'u').test(text))) return text;
    }
    throw new Error('no value found');
};
const inJson = (value) => (typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : value);
