// Nobody comes here: for preloadRule a package without pages does not exist (WeChat: "rtc/ not found").
Page({})
